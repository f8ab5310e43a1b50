"""From the answers of a wave to the one table of numbers about them that may be shown."""
