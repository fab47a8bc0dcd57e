import Foundation
import SwiftMigMacros

@Table("authors")
private struct Author {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(20), unique: true, charset: "ascii")
    var handle: String
    @Column(references: \Author.id, onDelete: .setNull)
    var mentorID: UInt64?

    static let biography = hasOne(Biography.self, via: \.authorID, onDelete: .cascade)
    static let portrait = hasOne(Portrait.self, via: \.authorID)
    static let books = hasMany(Book.self, via: \.authorID)
    static let edited = hasMany(Book.self, via: \.editorID)
    static let genres = manyToMany(Genre.self, through: AuthorGenre.self, from: \.authorID, to: \.genreID)
    static let friends = manyToMany(Author.self, through: "friends", from: "author_id", to: "friend_id")
}

/// The primary key is also the reference.
@Table("biographies")
private struct Biography {
    @Column(primaryKey: true)
    let authorID: UInt64
    @Column(.text)
    var text: String

    static let author = belongsTo(Author.self, via: \.authorID)
}

@Table("portraits")
private struct Portrait {
    @Column(primaryKey: true)
    let id: UInt64
    var authorID: UInt64?
}

@Table("books")
private struct Book {
    @Column(primaryKey: true)
    let id: UInt64
    var authorID: UInt64
    var editorID: UInt64?
    @Column(.varchar(20), references: \Author.handle, onDelete: .restrict, onKeyUpdate: .cascade, charset: "ascii")
    var reviewer: String

    static let author = belongsTo(Author.self, via: \.authorID, onDelete: .restrict, onUpdate: .noAction)
    static let editor = belongsTo(Author.self, via: \.editorID, onDelete: .setNull, name: "fk_editor")
}

@Table("genres")
private struct Genre {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt16
    @Column(.varchar(40))
    var name: String
}

@Table("author_genres")
private struct AuthorGenre {
    @Column(primaryKey: 1)
    let authorID: UInt64
    @Column(primaryKey: 2)
    let genreID: UInt16
}

@Table("editions")
private struct Edition {
    @Column(primaryKey: 1)
    let bookID: UInt64
    @Column(primaryKey: 2)
    let number: UInt16

    static let book = belongsTo(Book.self, via: \.bookID, onDelete: .cascade)
}

@Table("copies")
private struct Copy {
    @Column(primaryKey: true)
    let id: UInt64
    let bookID: UInt64
    let number: UInt16

    static let edition = belongsTo(Edition.self, via: \.bookID, \.number, onDelete: .cascade)

    static func elements(_ t: Columns) -> [TableElement] {
        [.foreignKey(ForeignKey([t.bookID.name], references: "books", ["id"], onDelete: .cascade, name: "fk_book"))]
    }
}

extension ModelForms {
    static let relations = ModelForms(
        name: "relations",
        macros: Metadata(
            Author.self,
            Biography.self,
            Portrait.self,
            Book.self,
            Genre.self,
            AuthorGenre.self,
            Edition.self,
            Copy.self
        ),
        values: Metadata(
            Table("authors") {
                Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
                Column("handle", .varchar(20)).unique().charset("ascii")
                Column("mentor_id", .bigInt.unsigned).nullable().references("authors", onDelete: .setNull)
            },
            Table("biographies") {
                Column("author_id", .bigInt.unsigned).primaryKey().references("authors", onDelete: .cascade)
                Column("text", .text)
            },
            Table("portraits") {
                Column("id", .bigInt.unsigned).primaryKey()
                Column("author_id", .bigInt.unsigned).nullable().unique().references("authors", "id")
            },
            Table("books") {
                Column("id", .bigInt.unsigned).primaryKey()
                Column("author_id", .bigInt.unsigned)
                Column("editor_id", .bigInt.unsigned).nullable()
                Column("reviewer", .varchar(20)).charset("ascii")
                    .references("authors", "handle", onDelete: .restrict, onUpdate: .cascade)
                ForeignKey(["author_id"], references: "authors", onDelete: .restrict, onUpdate: .noAction)
                ForeignKey(["editor_id"], references: "authors", ["id"], onDelete: .setNull, name: "fk_editor")
            },
            Table("genres") {
                Column("id", .smallInt.unsigned).primaryKey().autoIncrement()
                Column("name", .varchar(40))
            },
            Table("author_genres") {
                Column("author_id", .bigInt.unsigned).primaryKey().references("authors", onDelete: .cascade)
                Column("genre_id", .smallInt.unsigned).primaryKey().references("genres", onDelete: .cascade)
            },
            Table("friends") {
                Column("author_id", .bigInt.unsigned).primaryKey().references("authors", onDelete: .cascade)
                Column("friend_id", .bigInt.unsigned).primaryKey().references("authors", onDelete: .cascade)
            },
            Table("editions") {
                Column("book_id", .bigInt.unsigned).primaryKey().references("books", onDelete: .cascade)
                Column("number", .smallInt.unsigned).primaryKey()
            },
            Table("copies") {
                Column("id", .bigInt.unsigned).primaryKey()
                Column("book_id", .bigInt.unsigned)
                Column("number", .smallInt.unsigned)
                ForeignKey(["book_id"], references: "books", ["id"], onDelete: .cascade, name: "fk_book")
                ForeignKey(["book_id", "number"], references: "editions", onDelete: .cascade)
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              author_genres:
                columns:
                  author_id: {type: bigint unsigned, references: authors(id), on_delete: cascade}
                  genre_id: {type: smallint unsigned, references: genres(id), on_delete: cascade}
                primary_key: [author_id, genre_id]
              authors:
                columns:
                  id: {type: bigint unsigned, auto_increment: true, primary_key: true}
                  handle: {type: varchar(20), unique: true, charset: ascii}
                  mentor_id: {type: bigint unsigned, nullable: true, references: authors(id), on_delete: set null}
              biographies:
                columns:
                  author_id: {type: bigint unsigned, primary_key: true, references: authors(id), on_delete: cascade}
                  text: text
              books:
                columns:
                  id: {type: bigint unsigned, primary_key: true}
                  author_id: bigint unsigned
                  editor_id: {type: bigint unsigned, nullable: true}
                  reviewer: {type: varchar(20), charset: ascii, references: authors(handle), on_delete: restrict, on_update: cascade}
                foreign_keys:
                - {columns: [author_id], references: authors(id), on_delete: restrict, on_update: no action}
                - {name: fk_editor, columns: [editor_id], references: authors(id), on_delete: set null}
              copies:
                columns: {id: {type: bigint unsigned, primary_key: true}, book_id: bigint unsigned, number: smallint unsigned}
                foreign_keys:
                - {name: fk_book, columns: [book_id], references: books(id), on_delete: cascade}
                - {columns: [book_id, number], references: "editions(book_id, number)", on_delete: cascade}
              editions:
                columns:
                  book_id: {type: bigint unsigned, references: books(id), on_delete: cascade}
                  number: smallint unsigned
                primary_key: [book_id, number]
              friends:
                columns:
                  author_id: {type: bigint unsigned, references: authors(id), on_delete: cascade}
                  friend_id: {type: bigint unsigned, references: authors(id), on_delete: cascade}
                primary_key: [author_id, friend_id]
              genres:
                columns: {id: {type: smallint unsigned, auto_increment: true, primary_key: true}, name: varchar(40)}
              portraits:
                columns:
                  id: {type: bigint unsigned, primary_key: true}
                  author_id: {type: bigint unsigned, nullable: true, unique: true, references: authors(id)}
            """
    )
}
