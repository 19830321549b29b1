"""Toolchain of the French MAIA programme: dossiers in, verdicts and official documents out."""
