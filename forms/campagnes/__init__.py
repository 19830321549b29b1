"""Campaigns: one YAML file a year, every figure, date and list with its source."""
