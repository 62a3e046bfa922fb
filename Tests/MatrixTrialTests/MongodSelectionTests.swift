import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTestSupport
import MatrixTrial
import SystemPackage
import Testing

@Suite("The choice of a mongod") struct MongodSelectionTests {
    @Test("takes the one that was named before all others")
    func given() async throws {
        try await withBench { bench in
            try await writeFakeTool("mongod", in: bench.onPath, script: "")
            try await writeFakeTool("mine", in: bench.root, script: "")
            let chosen = try await bench.selection().choose(given: "mine")
            #expect(chosen == MongodExecutable(kind: .given, path: bench.root.appending("mine")))
        }
    }

    @Test("refuses one that was named and cannot be run")
    func missing() async throws {
        try await withBench { bench in
            try await writeFakeTool("mongod", in: bench.onPath, script: "")
            let path = bench.root.appending("mine")
            await #expect(throws: ServerError.mongodMissing(path.string)) {
                _ = try await bench.selection().choose(given: path)
            }
        }
    }

    @Test("takes the one on PATH before it looks into the store")
    func onPath() async throws {
        try await withBench { bench in
            try await writeFakeTool("mongod", in: bench.onPath, script: "")
            let chosen = try await bench.selection(mirrors: [bench.mirror.folder.string]).choose(given: nil)
            #expect(chosen == MongodExecutable(kind: .found, path: bench.onPath.appending("mongod")))
        }
    }

    @Test("fetches MongoDB's own, and takes it from the store the next time")
    func fetched() async throws {
        try await withBench { bench in
            let first = try await bench.selection(mirrors: [bench.mirror.folder.string]).choose(given: nil)
            #expect(first.kind == .store)
            #expect(first.path.string.hasSuffix("/bin/mongod"))
            #expect(try await bench.selection(offline: true).choose(given: nil) == first)
            #expect(bench.notes.elements.filter { $0.contains("stand-in") } == [])
        }
    }

    @Test("falls back to the stand-in where nothing can be had, and says so in one line", arguments: [true, false])
    func embedded(offline: Bool) async throws {
        try await withBench { bench in
            let chosen = try await bench.selection(offline: offline).choose(given: nil)
            #expect(chosen == .embedded(in: builtBinary))
            #expect(bench.notes.elements.count == 1)
            let note = try #require(bench.notes.elements.first)
            #expect(
                note.hasPrefix("MongoDB 8.0.11 cannot be had (")
                    && note.hasSuffix("the embedded stand-in takes its place"))
        }
    }

    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        try await withTemporaryFolder { root in
            let onPath = root.appending("bin")
            try Files.makeFolders(onPath)
            try await body(Bench(root: root, onPath: onPath, mirror: try await MongodbMirror(in: root)))
        }
    }
}

private struct Bench {
    let root: FilePath
    let onPath: FilePath
    let mirror: MongodbMirror
    let notes = Recorder<String>()

    func selection(mirrors: [String] = [], offline: Bool = false) throws -> MongodSelection {
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.downloads = .live(clock: PauseRecorder(), policy: DownloadPolicy())
        host.archives = .live(executable: builtBinary, processes: .live)
        host.console.note = { [notes] in if $0.contains("stand-in") { notes.append($0) } }
        host.environment.executable = builtBinary
        host.environment.userID = HostEnvironment.current().userID
        host.environment.workingDirectory = root
        host.environment.variables = ["PATH": onPath.string]
        let layout = Layout(root: root.appending("store"))
        return MongodSelection(
            host: host,
            builder: MongodBuilder(
                host: host, store: Store(layout: layout, host: host),
                fetcher: SourceFetcher(
                    host: host, folder: layout.downloads, locks: layout.locks,
                    options: FetchOptions(offline: offline, mirrors: mirrors)),
                recipe: try MongodbRecipe(mirror.recipe, file: "mongodb.yaml")))
    }
}
