"""Pages of screenings: for visitors, for guests with seats, for hosts."""
