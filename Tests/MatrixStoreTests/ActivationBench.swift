import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// A store with small generations, and an Apache's folder beside it.
struct ActivationBench {
    let bench: StoreBench
    let apache: FilePath

    init(_ folder: FilePath) throws {
        bench = StoreBench(folder)
        apache = folder.appending("apache")
        try Files.makeFolder(apache)
    }

    var layout: Layout { bench.layout }
    var store: Store { bench.store() }
    var link: FilePath { apache.appending("mod_wsgi_wsgimatrix.so") }
    var file: FilePath { apache.appending("wsgimatrix.load") }
    var placements: [Placement] {
        [
            Placement(link, .link(to: layout.active.appending("mod_wsgi.so"))),
            Placement(file, .text("Include \"\(layout.active)/load.conf\"\n")),
        ]
    }

    static let cell = Cell("3.13.5+6.1.1+daemon+event")!

    /// Both halves of a generation hold `text`.
    func generation(_ text: String) async throws -> Generation {
        let key = BuildKey(sha256(of: "key"))
        let record = GenerationRecord(
            cell: Self.cell, fingerprint: sha256(of: text), pythonKey: key, modWsgiKey: key)
        return try await store.generation(of: Self.cell, record: record) { staging, _ in
            try Files.makeFolder(staging.appending("lib"))
            try Files.writeFile(staging.appending("mod_wsgi.so"), text)
            try Files.writeFile(staging.pushing("lib/libpython3.13.so.1.0"), text)
        }.generation
    }

    /// What a path of `active` leads to.
    func module() throws -> String { try Files.readText(layout.active.appending("mod_wsgi.so")) }

    func names() throws -> [String] { try Files.listFolder(apache) }
}
