/// A small server that speaks MongoDB's wire protocol for the drivers under test: a stand-in, not a database.
package enum EmbeddedMongod {
    /// What every report calls it.
    package static let kind = "embedded"

    /// Its own version, not one of MongoDB's.
    package static let version = "0.1.0"

    /// What `--version` prints.
    package static let versionText = "wsgimatrix embedded-mongod \(version): a stand-in for tests, not MongoDB"

    /// Every PyMongo from 2.2 to 4.20 takes a server that speaks these.
    static let wireVersions: ClosedRange<Int32> = 0...21
    static let maximumDocumentSize = 16 << 20
    static let maximumMessageSize = 48_000_000
    static let maximumWriteBatch = 100_000
    static let sessionTimeoutMinutes: Int32 = 30
}
