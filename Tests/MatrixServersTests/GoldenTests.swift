import FoundationEssentials
import MatrixModel
import SystemPackage
import Testing

@testable import MatrixServers

/// The files as users get them; `RECORD_GOLDEN=1` writes them anew.
@Suite("Rendered configuration")
struct GoldenTests {
    static let cells = [
        "2.7.18+4.5.24+daemon+prefork", "2.7.18+4.5.24+embedded+event", "3.9.2+4.9.4+daemon+worker",
        "3.9.2+4.9.4+embedded+prefork", "3.13.5+6.1.1+daemon+event", "3.13.5+6.1.1+embedded+worker",
    ]

    @Test("equals the golden files", arguments: cells)
    func golden(cell: String) throws {
        let renderer = try ApacheRenderer(templates: checkout.appending("recipes/templates"))
        let configuration = try sampleConfiguration(cell, root: cell.contains("daemon"))
        try compare(renderer.httpdConf(configuration), "\(cell)/httpd.conf")
        try compare(renderer.modWsgiTestConf(configuration), "\(cell)/mod_wsgi_test.conf")
        try compare(renderer.loadConf(configuration), "\(cell)/load.conf")
        #expect((renderer.preload(configuration) != nil) == cell.hasPrefix("3.9.2"))
        if let preload = renderer.preload(configuration) { try compare(preload, "\(cell)/preload.py") }
    }

    private func compare(_ text: String, _ name: String) throws {
        let file = URL(filePath: checkout.appending("Tests/Golden/apache").string).appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8), "\(name)")
    }
}
