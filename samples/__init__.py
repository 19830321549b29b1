"""Dossiers, PSI and ARS files that look real: accepted and rejected cases for tests, demo and guides."""
