"""Power cuts, full disks and disks that do not sync, under the room's own tables."""
