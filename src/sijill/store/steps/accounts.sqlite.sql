CREATE TABLE accounts (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	display TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password TEXT, 
	subject TEXT, 
	code_secret TEXT, 
	code_confirmed BOOLEAN NOT NULL, 
	code_step BIGINT NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	created DATETIME NOT NULL, 
	last_sign_in DATETIME, 
	failed INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT account_has_a_role CHECK (role IN ('guest', 'reviewer', 'editor', 'administrator')), 
	CONSTRAINT account_has_a_name CHECK (name <> '' AND display <> ''), 
	UNIQUE (name), 
	UNIQUE (display), 
	UNIQUE (subject)
);

CREATE TABLE attempts (
	"key" TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	last DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);

CREATE INDEX attempts_last ON attempts (last);

CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	about TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	detail TEXT NOT NULL
);

CREATE INDEX audit_action ON audit (action, id);

CREATE INDEX audit_at ON audit (at);

CREATE INDEX audit_who ON audit (who, id);

CREATE TABLE saved_searches (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	name TEXT NOT NULL, 
	"query" TEXT NOT NULL, 
	feed TEXT NOT NULL, 
	made DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT saved_search_has_a_name_of_its_own UNIQUE (owner, name), 
	UNIQUE (feed)
);

CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	account INTEGER NOT NULL, 
	made DATETIME NOT NULL, 
	seen DATETIME NOT NULL, 
	ends DATETIME NOT NULL, 
	agent TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (token), 
	FOREIGN KEY(account) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX sessions_ends ON sessions (ends);

CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE sign_ins (
	token TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	account INTEGER, 
	detail TEXT NOT NULL, 
	ends DATETIME NOT NULL, 
	PRIMARY KEY (token), 
	FOREIGN KEY(account) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX sign_ins_ends ON sign_ins (ends);

CREATE TABLE invitations (
	token TEXT NOT NULL, 
	account INTEGER NOT NULL, 
	ends DATETIME NOT NULL, 
	PRIMARY KEY (token), 
	FOREIGN KEY(account) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX invitations_account ON invitations (account);

CREATE TABLE recovery_codes (
	account INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (account, code), 
	FOREIGN KEY(account) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	account INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	made DATETIME NOT NULL, 
	ends DATETIME NOT NULL, 
	seen DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (token), 
	FOREIGN KEY(account) REFERENCES accounts (id) ON DELETE CASCADE
);

CREATE INDEX tokens_account ON tokens (account);

CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
