CREATE TABLE former_incidents (
	id TEXT NOT NULL, 
	gone DATETIME NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE former_members (
	incident TEXT NOT NULL, 
	report TEXT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (incident, report, event), 
	FOREIGN KEY(incident) REFERENCES former_incidents (id) ON DELETE CASCADE
);
