"""The marked synthetic wave: the raw files a researcher would have, with a truth to check against."""
