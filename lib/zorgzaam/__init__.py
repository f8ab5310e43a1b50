"""Monitor Zorgzame Gemeenschappen."""
