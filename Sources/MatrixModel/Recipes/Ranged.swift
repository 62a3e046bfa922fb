/// A value that holds for a range of versions.
struct Ranged<Value: Sendable>: Sendable {
    var range: VersionRange
    var value: Value
}

extension Array {
    /// The values whose range holds `version`, in the order of the file.
    func matching<Value>(_ version: Version) -> [Value] where Element == Ranged<Value> {
        filter { $0.range.contains(version) }.map(\.value)
    }
}

extension RecipeNode {
    /// Reads a list of rows, each with `when`, an optional `why` and `keys`; nil for `keys` allows any.
    func ranged<Value>(
        _ key: String, keys: [String]?, _ read: (RecipeNode) throws -> Value
    ) throws -> [Ranged<Value>] {
        try optional(key)?.list().map { row in
            if let keys { try row.check(keys: keys + ["when", "why"]) }
            return Ranged(range: try row.required("when", "a range of versions").range(), value: try read(row))
        } ?? []
    }

    /// Checks the two lines that every recipe file starts with.
    func checkHeader(kind: RecipeKind) throws { try checkHeader(kind: kind.rawValue) }

    func checkHeader(kind: String) throws {
        _ = try required("format", "`1`").value("`1`, the only format that this release reads") { $0 == "1" ? $0 : nil }
        _ = try required("kind", "`\(kind)`").value("`\(kind)`") { $0 == kind ? $0 : nil }
    }
}
