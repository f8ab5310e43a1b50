"""From the researchers' own files to one clean inventory: read, clean, link, locate."""
