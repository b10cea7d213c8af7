// Package sqlitefile reads tables and indexes of an SQLite database that others write, as
// the format's documentation describes it (https://sqlite.org/fileformat2.html and
// walformat.html). It takes no locks, writes nothing, and so needs no permission but to
// read, and never disturbs the database's owner.
//
// Instead of a lock it has a check: [File.Unchanged] tells, when all has been read, whether
// that was one state of the database. Whoever reads must be ready to read again, or in
// another way; so must they where [Open] finds something that it does not understand, such
// as a journal that is to be rolled back.
package sqlitefile
