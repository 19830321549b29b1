"""What a form is: reading YAML with positions, field types, models and the data they rest on."""
