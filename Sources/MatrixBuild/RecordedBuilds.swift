package import MatrixModel
package import MatrixStore

extension Store {
    /// What the Pythons and the modules in the store took to build.
    package func recordedBuilds() throws -> [RecordedBuild] {
        try [EntryKind.python, .modWsgi].flatMap { try entries($0) }.compactMap { entry in
            RecordedBuild(
                kind: entry.kind, label: entry.record.label, seconds: entry.record.buildSeconds,
                bytes: entry.record.bytes)
        }
    }
}
