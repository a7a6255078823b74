"""Who may do what at the desk, and what every answer and every form carries for safety."""
