"""Batches: many dossiers, their documents in one folder, a journal of what was made; interrupted, it is run again."""
