"""The pages of joining, leading and finding leaders."""
