/// A small server that speaks MongoDB's wire protocol for the drivers under test: a stand-in, not a database.
package enum EmbeddedMongod {
    /// What every report calls it.
    package static let kind = "embedded"
}
