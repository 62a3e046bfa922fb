/// MongoDB's own server downloads: versions with their digests.
package struct MongodbRecipe: Sendable {
    package private(set) var table: SourceTable

    /// Reads the text of a `mongodb.yaml`; `file` is for the errors. Throws `RecipeError`.
    ///
    /// A user's file that goes on top of `base` may use the archives of `base`; `base.merging(it)` puts it there.
    package init(_ text: String, file: String, extending base: MongodbRecipe? = nil) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(keys: SourceTable.keys + ["format", "kind"])
        try root.checkHeader(kind: .mongodb)
        table = try SourceTable(root, extending: base?.table)
    }

    /// The same recipe with a user's file on top: its versions win.
    package func merging(_ other: MongodbRecipe) -> MongodbRecipe {
        var merged = self
        merged.table.merge(other.table)
        return merged
    }

    /// The release that `text` stands for, by prefix.
    package func resolve(_ text: String) throws(RecipeError) -> Version { try table.resolve(text, kind: .mongodb) }

    /// The newest release that can be had; nil when the recipe has none.
    package var newest: Version? { table.versions.last { table.notBuilt($0) == nil } }
}
