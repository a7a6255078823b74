CREATE TABLE meta (
	key TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (key)
);

CREATE TABLE sources (
	id BIGSERIAL NOT NULL, 
	address TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	outlet TEXT NOT NULL, 
	country TEXT, 
	zone TEXT, 
	leaning TEXT, 
	leaning_by TEXT, 
	added TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT leaning_is_stated_by_somebody CHECK (leaning IS NULL OR leaning_by IS NOT NULL), 
	UNIQUE (address)
);

CREATE TABLE incidents (
	row BIGSERIAL NOT NULL, 
	id TEXT NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (row), 
	UNIQUE (id)
);

CREATE TABLE former_incidents (
	id TEXT NOT NULL, 
	gone TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE decisions (
	id BIGSERIAL NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	reviewer TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	before TEXT, 
	after TEXT, 
	undoes BIGINT, 
	sample TEXT, 
	knowledge TEXT NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT decision_has_a_reviewer CHECK (reviewer <> ''), 
	CONSTRAINT decision_undoes_an_earlier_one CHECK (undoes IS NULL OR undoes < id), 
	UNIQUE (undoes), 
	FOREIGN KEY(undoes) REFERENCES decisions (id)
);

CREATE INDEX decisions_sample ON decisions (sample, id);

CREATE TABLE samples (
	name TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	incident TEXT NOT NULL, 
	PRIMARY KEY (name, position)
);

CREATE TABLE jobs (
	id BIGSERIAL NOT NULL, 
	kind TEXT NOT NULL, 
	target TEXT NOT NULL, 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE, 
	position TEXT NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX jobs_target ON jobs (kind, target, finished);

CREATE TABLE releases (
	number INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	code TEXT NOT NULL, 
	knowledge TEXT NOT NULL, 
	codebook TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (number)
);

CREATE TABLE reports (
	row BIGSERIAL NOT NULL, 
	id TEXT NOT NULL, 
	key TEXT NOT NULL, 
	source BIGINT, 
	latest INTEGER NOT NULL, 
	outlet TEXT NOT NULL, 
	published DATE, 
	title TEXT NOT NULL, 
	url TEXT, 
	read_version INTEGER, 
	read_knowledge TEXT, 
	read_engine TEXT, 
	read_code TEXT, 
	PRIMARY KEY (row), 
	UNIQUE (id), 
	UNIQUE (key), 
	FOREIGN KEY(source) REFERENCES sources (id)
);

CREATE INDEX reports_outlet ON reports (outlet, published);

CREATE INDEX reports_read ON reports (read_knowledge, read_code, id);

CREATE INDEX reports_published ON reports (published, id);

CREATE TABLE former_members (
	incident TEXT NOT NULL, 
	report TEXT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (incident, report, event), 
	FOREIGN KEY(incident) REFERENCES former_incidents (id) ON DELETE CASCADE
);

CREATE TABLE projections (
	row BIGINT NOT NULL, 
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	factuality TEXT NOT NULL, 
	sort_day DATE NOT NULL, 
	first DATE, 
	last DATE, 
	date_precision TEXT NOT NULL, 
	country TEXT, 
	admin1 TEXT, 
	place TEXT, 
	place_precision TEXT, 
	lat FLOAT, 
	lon FLOAT, 
	killed_low INTEGER, 
	killed_high INTEGER, 
	reports INTEGER NOT NULL, 
	independent INTEGER NOT NULL, 
	confidence FLOAT NOT NULL, 
	review TEXT NOT NULL, 
	contested BOOLEAN NOT NULL, 
	knowledge TEXT NOT NULL, 
	code TEXT NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	record BYTEA NOT NULL, 
	PRIMARY KEY (row), 
	FOREIGN KEY(row) REFERENCES incidents (row) ON DELETE CASCADE, 
	UNIQUE (id)
);

CREATE INDEX projections_type ON projections (type, sort_day, id, first);

CREATE INDEX projections_day ON projections (sort_day, id, first);

CREATE INDEX projections_review ON projections (review, sort_day, id);

CREATE INDEX projections_contested ON projections (contested, sort_day, id);

CREATE INDEX projections_country ON projections (country, sort_day, id, first, type);

CREATE INDEX projections_killed ON projections (killed_high, sort_day, id);

CREATE INDEX projections_admin1 ON projections (country, admin1, sort_day, id);

CREATE TABLE decision_subjects (
	decision BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	PRIMARY KEY (decision, position), 
	FOREIGN KEY(decision) REFERENCES decisions (id)
);

CREATE INDEX decision_subjects_subject ON decision_subjects (kind, subject);

CREATE TABLE job_items (
	job BIGINT NOT NULL, 
	item TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	report TEXT, 
	version INTEGER, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (job, item), 
	FOREIGN KEY(job) REFERENCES jobs (id)
);

CREATE INDEX job_items_outcome ON job_items (job, outcome);

CREATE TABLE release_items (
	release INTEGER NOT NULL, 
	incident TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (release, incident), 
	FOREIGN KEY(release) REFERENCES releases (number)
);

CREATE TABLE versions (
	report TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	raw BYTEA NOT NULL, 
	raw_sha256 TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	text BYTEA NOT NULL, 
	text_sha256 TEXT NOT NULL, 
	title BYTEA NOT NULL, 
	outlet TEXT NOT NULL, 
	country TEXT, 
	url TEXT, 
	published DATE, 
	published_by TEXT NOT NULL, 
	published_words TEXT NOT NULL, 
	retrieved TIMESTAMP WITH TIME ZONE NOT NULL, 
	captured_by TEXT NOT NULL, 
	place TEXT NOT NULL, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id)
);

CREATE INDEX versions_text ON versions (text_sha256);

CREATE TABLE events (
	report TEXT NOT NULL, 
	event TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	status TEXT NOT NULL, 
	factuality TEXT NOT NULL, 
	aggregate BOOLEAN NOT NULL, 
	first DATE, 
	last DATE, 
	date_precision TEXT NOT NULL, 
	near_first DATE, 
	near_last DATE, 
	country TEXT, 
	admin1 TEXT, 
	place TEXT, 
	place_precision TEXT, 
	gazetteer_id TEXT, 
	lat FLOAT, 
	lon FLOAT, 
	killed_low INTEGER, 
	killed_high INTEGER, 
	wounded_low INTEGER, 
	wounded_high INTEGER, 
	confidence FLOAT NOT NULL, 
	record BYTEA NOT NULL, 
	waits BOOLEAN NOT NULL, 
	PRIMARY KEY (report, event), 
	FOREIGN KEY(report) REFERENCES reports (id)
);

CREATE INDEX events_type ON events (type, first);

CREATE INDEX events_near ON events (near_first, country);

CREATE INDEX events_waiting ON events (waits);

CREATE TABLE facets (
	facet TEXT NOT NULL, 
	value TEXT NOT NULL, 
	row BIGINT NOT NULL, 
	PRIMARY KEY (facet, value, row), 
	FOREIGN KEY(row) REFERENCES projections (row) ON DELETE CASCADE
);

CREATE INDEX facets_row ON facets (row);

CREATE TABLE copies (
	report TEXT NOT NULL, 
	leader TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	likeness FLOAT NOT NULL, 
	agency TEXT, 
	PRIMARY KEY (report), 
	FOREIGN KEY(report) REFERENCES reports (id), 
	FOREIGN KEY(leader) REFERENCES reports (id)
);

CREATE INDEX copies_leader ON copies (leader);

CREATE TABLE sketches (
	report TEXT NOT NULL, 
	day DATE, 
	sketch BYTEA NOT NULL, 
	PRIMARY KEY (report), 
	FOREIGN KEY(report) REFERENCES reports (id)
);

CREATE INDEX sketches_day ON sketches (day);

CREATE TABLE report_words (
	row BIGINT NOT NULL, 
	words TSVECTOR NOT NULL, 
	PRIMARY KEY (row), 
	FOREIGN KEY(row) REFERENCES reports (row)
);

CREATE TABLE incident_words (
	row BIGINT NOT NULL, 
	words TSVECTOR NOT NULL, 
	PRIMARY KEY (row), 
	FOREIGN KEY(row) REFERENCES projections (row) ON DELETE CASCADE
);

CREATE TABLE readings (
	report TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	knowledge TEXT NOT NULL, 
	engine TEXT NOT NULL, 
	code TEXT NOT NULL, 
	relevant BOOLEAN NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	record BYTEA NOT NULL, 
	PRIMARY KEY (report, version, knowledge, engine), 
	FOREIGN KEY(report, version) REFERENCES versions (report, number)
);

CREATE TABLE links (
	left_report TEXT NOT NULL, 
	left_event TEXT NOT NULL, 
	right_report TEXT NOT NULL, 
	right_event TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	verdict TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	PRIMARY KEY (left_report, left_event, right_report, right_event), 
	FOREIGN KEY(left_report, left_event) REFERENCES events (report, event) ON DELETE CASCADE, 
	FOREIGN KEY(right_report, right_event) REFERENCES events (report, event) ON DELETE CASCADE
);

CREATE INDEX links_right ON links (right_report, right_event);

CREATE TABLE members (
	report TEXT NOT NULL, 
	event TEXT NOT NULL, 
	incident TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (report, event), 
	FOREIGN KEY(report, event) REFERENCES events (report, event) ON DELETE CASCADE, 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE
);

CREATE INDEX members_incident ON members (incident);

CREATE INDEX report_index ON report_words USING gin (words);

CREATE INDEX incident_index ON incident_words USING gin (words);

CREATE FUNCTION sijill_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE TRIGGER versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON versions FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER decision_subjects_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_subjects FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER releases_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON releases FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();

CREATE TRIGGER release_items_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON release_items FOR EACH STATEMENT EXECUTE FUNCTION sijill_append_only();
