"""Tags of the jury's pages."""
