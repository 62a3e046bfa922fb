package import MatrixHost
package import MatrixModel
package import MatrixStore
package import SystemPackage

/// Brings MongoDB's own `mongod` into the store: nothing is compiled, only fetched, unpacked and asked for its version.
package struct MongodBuilder: Sendable {
    let host: Host
    let store: Store
    let fetcher: SourceFetcher
    let recipe: MongodbRecipe

    package init(host: Host, store: Store, fetcher: SourceFetcher, recipe: MongodbRecipe) {
        self.host = host
        self.store = store
        self.fetcher = fetcher
        self.recipe = recipe
    }

    /// Part of every key: changes when the steps below give another result from the same inputs.
    private static let revision = "1"
    /// What an archive of MongoDB 8 unpacks to, rounded up.
    private static let room = ByteCount.mebibytes(500)

    /// The program of an entry.
    package static func mongod(of entry: Entry) -> FilePath { entry.folder.appending("bin").appending("mongod") }

    /// The newest version of the recipe; nil when it has none.
    package var newest: Version? { recipe.newest }

    /// The entry of the newest version that was built before.
    package func find(depth: Manifest.Depth = .sizes) throws -> Entry? {
        for version in recipe.table.versions.reversed() {
            if let entry = try find(version, depth: depth) { return entry }
        }
        return nil
    }

    package func find(_ version: Version, depth: Manifest.Depth = .sizes) throws -> Entry? {
        for source in recipe.table.sources(of: version) {
            if let entry = try store.entry(.mongodb, store.key(of: inputs(version, source)), depth: depth) {
                return entry
            }
        }
        return nil
    }

    /// The entry, made when it is missing. Throws `BuildError`, or what fetching and unpacking throw.
    package func build(_ version: Version) async throws -> Entry {
        if let entry = try find(version) { return entry }
        if let reason = recipe.table.notBuilt(version) {
            throw BuildError.notBuilt(kind: .mongodb, version: "\(version)", reason: reason)
        }
        try store.prepareForWriting()
        let (source, tarball) = try await fetcher.fetch(anyOf: recipe.table.sources(of: version))
        try store.requireRoom(Self.room, for: "MongoDB \(version)")
        let inputs = inputs(version, source)
        return try await store.entry(for: inputs, label: "\(version)") { work in
            let steps = try StepRunner(
                host: host, label: "MongoDB \(version)",
                log: store.layout.logs.appending("mongodb-\(version)-\(store.key(of: inputs)).log"))
            let content = work.folder.appending("content")
            try Files.makeFolders(content.appending("bin"))
            let unpacked = work.folder.appending("unpacked")
            try Files.makeFolder(unpacked)
            try await steps.perform("unpack") { try await host.archives.unpack(tarball, unpacked) }
            try await steps.perform("check") {
                try Files.rename(
                    from: try program(in: unpacked, steps), to: content.appending("bin").appending("mongod"))
                try await check(content.appending("bin").appending("mongod"), version, steps)
            }
            return content
        }.entry
    }

    private func program(in folder: FilePath, _ steps: StepRunner) throws -> FilePath {
        let path = folder.appending("bin").appending("mongod")
        guard try Files.status(path)?.kind == .regular else {
            throw BuildError.checkFailed(
                label: steps.label, reason: "the archive holds no `bin/mongod`", log: steps.log)
        }
        return path
    }

    /// `db version v8.0.11` is the first line that a mongod prints.
    private func check(_ mongod: FilePath, _ version: Version, _ steps: StepRunner) async throws {
        let output = try await host.processes.capture(
            Command(mongod, ["--version"], environment: BuildEnvironment.base))
        steps.append(output.standardOutput + output.standardError)
        let said = (output.standardOutput + output.standardError).split(separator: "\n").first.map(String.init) ?? ""
        guard output.status.isSuccess, said.split(separator: " ").last == "v\(version)" else {
            throw BuildError.checkFailed(
                label: steps.label, reason: "`mongod --version` says `\(said)` (\(output.status))", log: steps.log)
        }
    }

    private func inputs(_ version: Version, _ source: Source) -> BuildInputs {
        var inputs = BuildInputs(kind: .mongodb)
        inputs.add("builder", Self.revision)
        inputs.add("version", version.description)
        inputs.add("source", source.digest.hexadecimal)
        return inputs
    }
}
