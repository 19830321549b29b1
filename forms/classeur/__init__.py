"""The workbook that a porteur fills in Excel instead of a YAML file, and any workbook that comes home.

- `plan`: where every field of a dossier stands, drawn from the models, so that a new field has its cell at once;
- `normes`: a dossier's values as the workbook brings them back;
- `limites`, `grille`: a stranger's `.xlsx`, refused in a sentence or read into plain cells;
- `formulaires`, `budgets`, `effectifs`: cells found by name, then by label;
- `importation`: the whole, with what was not understood, cell by cell.
"""
