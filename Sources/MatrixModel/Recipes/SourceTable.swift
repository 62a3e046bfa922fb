/// The versions of a recipe with their tarballs: the part that every recipe file has.
package struct SourceTable: Sendable {
    private var archives: [Archive] = []
    private var rows: [Row] = []

    fileprivate struct Row: Sendable {
        var version: Version
        var sources: [Source]
        var digestSource: String
        var notBuilt: String?
    }

    static let keys = ["archives", "versions"]

    /// Reads the table of a file; one that extends another may use its archives without repeating them.
    init(_ root: RecipeNode, extending base: SourceTable?) throws {
        let own = try root.optional("archives").map { try $0.pairs().map(Archive.init) } ?? []
        archives = own + (base?.archives ?? []).filter { inherited in !own.contains { $0.name == inherited.name } }
        for (key, value) in try root.required("versions", "a mapping of versions").pairs() {
            rows.append(try Row(version: key.version(), node: value, archives: archives))
        }
    }

    /// All versions that a recipe names, oldest first.
    package var versions: [Version] { rows.map(\.version).sorted() }

    /// Where a version's bytes can be had, in order; empty for an unknown version.
    package func sources(of version: Version) -> [Source] { row(version)?.sources ?? [] }

    /// The public source of the digests.
    package func digestSource(of version: Version) -> String? { row(version)?.digestSource }

    /// Why this version is data only; nil when it can be built.
    package func notBuilt(_ version: Version) -> String? { row(version)?.notBuilt }

    /// The same table with the rows of `other` added; a version that both have is `other`'s.
    mutating func merge(_ other: SourceTable) {
        rows.removeAll { row in other.rows.contains { $0.version == row.version } }
        rows += other.rows
    }

    /// The newest buildable version that `text` stands for, by prefix.
    package func resolve(_ text: String, kind: RecipeKind) throws(RecipeError) -> Version {
        if let prefix = Version(text) {
            let candidates = versions.filter { $0.hasPrefix(prefix) || $0 == prefix }
            if let exact = candidates.first(where: { $0.numbers == prefix.numbers }) { return exact }
            if let newest = candidates.last(where: { notBuilt($0) == nil }) ?? candidates.last { return newest }
        }
        throw .unknownVersion(kind: kind, text: text, suggestions: suggestions(for: text))
    }

    private func suggestions(for text: String) -> [String] {
        let ranked = versions.map { (version: $0, distance: editDistance(text, $0.description)) }
        let series = Version(text).map { asked in versions.last { $0.series == asked.series } } ?? nil
        let nearest = ranked.reversed().min { $0.distance < $1.distance }.flatMap {
            $0.distance <= 2 ? $0.version : nil
        }
        var seen: [Version] = []
        for version in [series, nearest] { if let version, !seen.contains(version) { seen.append(version) } }
        return seen.map(\.description)
    }

    private func row(_ version: Version) -> Row? { rows.first { $0.version == version } }
}

/// A form in which a project publishes a version, with patterns instead of names.
private struct Archive: Sendable {
    var name: String
    var file: String
    var url: String?
    var pipProject: String?

    init(_ pair: (key: RecipeNode, value: RecipeNode)) throws {
        name = try pair.key.text()
        try pair.value.check(keys: ["file", "url", "pip"])
        file = try pair.value.required("file", "a file name with {version}").text()
        url = try pair.value.optional("url")?.text()
        pipProject = try pair.value.optional("pip")?.text()
    }

    func fill(_ pattern: String, _ version: Version) -> String {
        pattern.replacing("{version}", with: version.description).replacing("{series}", with: version.series)
    }
}

extension SourceTable.Row {
    fileprivate init(version: Version, node: RecipeNode, archives: [Archive]) throws {
        try node.check(keys: archives.map(\.name) + ["apt", "digest_source", "not_built"])
        let apt = try node.optional("apt").map { apt in
            try apt.check(keys: ["source", "suite"])
            return Source.Place.apt(
                source: try apt.required("source", "a Debian source package").text(),
                suite: try apt.required("suite", "a Debian suite").text())
        }
        var sources: [Source] = []
        for archive in archives {
            guard let entry = try node.optional(archive.name) else { continue }
            try entry.check(keys: ["sha256", "size"])
            var places: [Source.Place] = []
            if let url = archive.url { places.append(.url(archive.fill(url, version))) }
            if let apt { places.append(apt) }
            if let project = archive.pipProject { places.append(.pip(project: project)) }
            sources.append(
                Source(
                    fileName: archive.fill(archive.file, version),
                    digest: try entry.required("sha256", "a SHA-256").digest(),
                    size: try entry.optional("size")?.size(), places: places))
        }
        let notBuilt = try node.optional("not_built")?.text()
        guard !sources.isEmpty || notBuilt != nil else {
            throw node.unexpected("a mapping with one of \(archives.map { "`\($0.name)`" }.joined(separator: ", "))")
        }
        self.init(
            version: version, sources: sources, digestSource: try node.optional("digest_source")?.text() ?? "",
            notBuilt: notBuilt)
    }
}
