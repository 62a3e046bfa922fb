import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A damaged module", .timeLimit(.minutes(15))) struct DamageTests {
        private let tool = SharedStore.tool
        private let cell = TestCell.newest

        enum Damage: CaseIterable { case truncated, flipped, removed }

        @Test("in the store is found, quarantined and built again, offline", arguments: [Damage.truncated, .flipped])
        func entry(damage: Damage) async throws {
            _ = try await provision()
            let module = FilePath(try await moduleEntry().folder).appending("mod_wsgi.so")
            let quarantined = try quarantine().count
            try inflict(damage, on: module)
            let outcome = try await tool.run(
                "provision", cell.pair.python, cell.pair.modWsgi, "--offline", "--json")
            try #require(outcome.status == .exited(0), "\(outcome.messages)")
            #expect(outcome.messages.contains("quarantined a damaged mod_wsgi entry: `\(module)`"))
            #expect(try outcome.decoded(as: Provisioned.self).built.contains("mod_wsgi"))
            #expect(try quarantine().count == quarantined + 1)
            #expect(try await provision().built == [])
        }

        @Test("in a generation is found before Apache loads it", arguments: Damage.allCases)
        func generation(damage: Damage) async throws {
            let module = FilePath(try await provision().module)
            try inflict(damage, on: module)
            try await withCleanUp { cleanUp in
                let served = try await SharedStore.serve(cell, cleanUp: cleanUp)
                #expect(served.built == ["generation"])
                #expect(served.module != module.string)
                #expect(
                    try sha256(ofFile: FilePath(served.module))
                        == sha256(ofFile: FilePath(try await moduleEntry().folder).appending("mod_wsgi.so")))
            }
        }

        private func provision() async throws -> Provisioned {
            try await tool.answer(Provisioned.self, "provision", cell.pair.python, cell.pair.modWsgi)
        }

        private func moduleEntry() async throws -> Entries.Entry {
            try #require(
                try await tool.answer(Entries.self, "cache", "list").entries.first {
                    $0.kind == "mod_wsgi" && $0.label.hasPrefix("6.1.1 for")
                })
        }

        private func quarantine() throws -> [String] { try Files.listFolder(tool.store.appending("quarantine")) }

        private func inflict(_ damage: Damage, on path: FilePath) throws {
            switch damage {
            case .removed: try Files.removeTree(path)
            case .truncated:
                try FileDescriptor.open(path, .readWrite).closeAfter { try $0.resize(to: 100_000) }
            case .flipped:
                // In place: size and inode stay.
                try FileDescriptor.open(path, .readWrite).closeAfter { file in
                    var byte: [UInt8] = [0]
                    _ = try byte.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 50_000, into: $0) }
                    byte[0] ^= 1
                    _ = try byte.withUnsafeBytes { try file.write(toAbsoluteOffset: 50_000, $0) }
                }
            }
        }
    }
}

extension FileDescriptor {
    fileprivate func closeAfter(_ body: (FileDescriptor) throws -> Void) throws { try closeAfter { try body(self) } }
}
