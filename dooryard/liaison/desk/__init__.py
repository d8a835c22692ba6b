"""The liaisons' side of the room: their inbox, their keys, their teams, and who is there when."""
