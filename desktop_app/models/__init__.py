"""What pages show and edit: the run on screen, the settings being edited, form fields."""
