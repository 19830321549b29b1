"""The commands of `maia`, one module each, named as on the command line; each holds its `commande`."""
