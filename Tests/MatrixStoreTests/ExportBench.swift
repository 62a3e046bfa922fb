import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// A store that may unpack, with a Python and a module for it.
struct ExportBench {
    var bench: StoreBench
    let files: FilePath

    init(_ folder: FilePath, _ name: String = "store") {
        bench = StoreBench(folder, name: name)
        bench.host.archives.unpackListing = { archive, destination, listing in
            _ = try unpackArchive(archive, into: destination, budget: .exportedEntries, listing: listing)
        }
        files = folder.appending("\(name) files")
    }

    var store: Store { bench.store() }

    var moduleInputs: BuildInputs {
        var inputs = bench.inputs("6.1.1", kind: .modWsgi)
        inputs.add("python", bench.key.text)
        return inputs
    }

    /// The Python, then the module.
    func publishPair() async throws -> [Entry] {
        let (python, _) = try await bench.publish()
        let (module, _) = try await store.entry(for: moduleInputs, label: "6.1.1 for Python 3.13.5") { work in
            let content = work.folder.appending("content")
            try Files.makeFolder(content)
            try Files.writeFile(content.appending("mod_wsgi.so"), "the module's bytes\n")
            return content
        }
        return [python, module]
    }

    func export(_ entries: [Entry], as name: String = "out.tar.zst", threads: Int = 1) async throws -> FilePath {
        try Files.makeFolders(files)
        try await store.export(entries, to: files.appending(name), threads: threads)
        return files.appending(name)
    }
}
