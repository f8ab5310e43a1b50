"""The marked synthetic wave: the raw files a researcher would have, and the truth about them."""
