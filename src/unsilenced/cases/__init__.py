"""What a project does with its reports: inbox, notes, assignment."""
