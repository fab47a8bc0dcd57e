/// The files that `init` writes, by the language of the models.
package struct Template: Sendable {
    package let name: String
    package let summary: String
    /// The line below `models:` in migrate.yaml.
    let modelsSetting: String
    /// The lines about `scratch`, if the template needs them.
    var scratchSetting = ""
    let files: [File]
    /// The package around models in Swift.
    var package: SwiftPackage.Contents?

    /// A file of models.
    struct File {
        var path: String
        var text: String
        var purpose = "the tables, as they should be"

        func containing(_ text: String) -> File { File(path: path, text: text, purpose: purpose) }
    }

    /// The single file for the models of an existing database.
    var databaseModels: File {
        name == Template.swift.name ? File(path: SwiftPackage.providerPath, text: "") : files[0]
    }

    package static let all = [yaml, sql, swift, async]

    /// Returns the template with a name; nil if there is none.
    static func named(_ name: String) -> Template? {
        // Alembic's default.
        name == "generic" ? yaml : all.first { $0.name == name }
    }

    static let yaml = Template(
        name: "yaml",
        summary: "models in YAML (JSON works too), the same text that `swiftmig inspect` prints",
        modelsSetting: "file: models/*.yaml",
        files: [File(path: "models/schema.yaml", text: yamlModels)]
    )

    private static let yamlModels = """
        # The tables, as they should be. Edit, then: swiftmig revision --autogenerate -m "what changed"
        swiftmig: 1
        defaults: {engine: InnoDB, charset: utf8mb4}
        tables:
          users:
            comment: People who can log in
            columns:
              id:         {type: bigint unsigned, auto_increment: true}
              email:      {type: varchar(254)}
              name:       {type: varchar(100), nullable: true}
              role:       {type: "enum('member','admin')", default: member}
              created_at: {type: datetime, default: {sql: current_timestamp()}}
            primary_key: [id]
            indexes:
              ux_users_email: {columns: [email], unique: true}

          posts:
            columns:
              id:           {type: bigint unsigned, auto_increment: true}
              author_id:    {type: bigint unsigned}
              title:        {type: varchar(200)}
              body:         {type: text}
              published_at: {type: datetime, nullable: true}
            primary_key: [id]
            indexes:
              ix_posts_author: {columns: [author_id, published_at desc]}
            foreign_keys:
              fk_posts_author: {columns: [author_id], references: users(id), on_delete: cascade}

        """

    static let sql = Template(
        name: "sql",
        summary: "models as CREATE statements, read by loading them into a scratch database",
        modelsSetting: "sql: schema/*.sql",
        scratchSetting: """

            # Where the CREATE statements are loaded to be read, in a database that is made and dropped again:
            # a server of the same version as the database's.
            scratch: ${DATABASE_URL:-sandbox:}

            """,
        files: [File(path: "schema/schema.sql", text: sqlModels)]
    )

    private static let sqlModels = """
        -- The tables, as they should be. Edit, then: swiftmig revision --autogenerate -m "what changed"
        CREATE TABLE users (
            id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
            email VARCHAR(254) NOT NULL,
            name VARCHAR(100),
            role ENUM('member', 'admin') NOT NULL DEFAULT 'member',
            created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            PRIMARY KEY (id),
            UNIQUE KEY ux_users_email (email)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='People who can log in';

        CREATE TABLE posts (
            id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
            author_id BIGINT UNSIGNED NOT NULL,
            title VARCHAR(200) NOT NULL,
            body TEXT NOT NULL,
            published_at DATETIME,
            PRIMARY KEY (id),
            KEY ix_posts_author (author_id, published_at DESC),
            CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

        """

    func configuration(migrations: String) -> String {
        """
        # swiftmig's settings. ${NAME} and ${NAME:-default} stand for environment variables.
        database:
          # mysql://user:password@host:3306/database, or sandbox: for a private server that swiftmig runs itself
          url: ${DATABASE_URL:-sandbox:}

        # The folder of the revision files.
        migrations: \(Self.quoted(migrations))

        # What the database should look like.
        models:
          \(modelsSetting)
        \(scratchSetting)
        # Tables that belong to somebody else (* and ? are wildcards).
        # ignore:
        #   tables: ["tmp_*"]

        # Settings that differ between places; chosen by --env NAME or SWIFTMIG_ENV.
        # environments:
        #   production:
        #     database: {url: "${PRODUCTION_DATABASE_URL}"}

        """
    }

    /// The path as a YAML scalar.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        if isPlain, let first = path.first, first.isLetter || first == "/" || first == "." { return path }
        return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
