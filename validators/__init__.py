"""What must hold: one rule is one small function with its identifier, severity and source."""
