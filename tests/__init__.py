"""Tests: small stories, run in random order, every warning an error."""
