/// A build that a store remembers.
package struct RecordedBuild: Sendable, Hashable {
    package var node: BuildNode
    /// Wall time.
    package var duration: Duration
    package var size: ByteCount

    package init(_ node: BuildNode, duration: Duration, size: ByteCount) {
        self.node = node
        self.duration = duration
        self.size = size
    }

    /// From what a record says; `label` is `3.13.5`, or `6.1.1 for Python 3.13.5`. Nil for a kind that is neither, and for
    /// a build without a time.
    package init?(kind: EntryKind, label: String, seconds: Double, bytes: Int64) {
        let node: BuildNode? =
            switch kind {
            case .python: PythonVersion(label).map { .python($0) }
            case .modWsgi: Self.module(label)
            case .driver, .mongodb: nil
            }
        guard let node, seconds > 0 else { return nil }
        self.init(node, duration: .seconds(seconds), size: ByteCount(bytes))
    }

    private static func module(_ label: String) -> BuildNode? {
        let words = label.split(separator: " ")
        guard words.count == 4, let version = Version(words[0]), let python = PythonVersion(words[3]) else {
            return nil
        }
        return .module(version, python: python)
    }
}
