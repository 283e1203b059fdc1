-- The time zone of a person, by its name in the IANA database. NULL: none chosen.

ALTER TABLE persons ADD COLUMN time_zone TEXT;
