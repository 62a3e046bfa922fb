import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A pair", .timeLimit(.minutes(15))) struct PairTests {
        private let tool = SharedStore.tool

        @Test("is provisioned: everything that the answer names is there", arguments: Pair.all)
        func provision(pair: Pair) async throws {
            let answer = try await tool.answer(
                Provisioned.self, "provision", pair.python, pair.modWsgi, "--mpm", pair.mpm)
            #expect(answer.cell == "\(pair.python)+\(pair.modWsgi)+daemon+\(pair.mpm)")
            for path in [
                answer.python, answer.pythonHome, answer.module, answer.libraryPath, answer.httpdConf,
                answer.modWsgiTestConf, answer.environmentFile,
            ] {
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
            let size = try #require(try Files.status(FilePath(answer.module))).size.bytes
            #expect(size < 1_000_000, "libpython is not linked into it")
            try expectLinksToPython(answer, pair)
            #expect(answer.environment["LD_LIBRARY_PATH"] == answer.libraryPath)
            #expect(
                try Files.readText(FilePath(answer.environmentFile))
                    .contains("export LD_LIBRARY_PATH='\(answer.libraryPath)'\n"))
            try await expectRuns(answer, pair)
        }

        private func expectLinksToPython(_ answer: Provisioned, _ pair: Pair) throws {
            let links = try Files.listFolder(FilePath(answer.libraryPath))
            let isOld = pair.series == "2.7"
            #expect(
                links == ["libpython\(pair.series).so", "libpython\(pair.series).so.1.0"]
                    + (isOld ? [] : ["libpython3.so"]))
            for link in links {
                let file = try Files.real(FilePath(answer.libraryPath).appending(link))
                #expect(file.starts(with: try Files.real(FilePath(answer.pythonHome)).appending("lib")), "\(link)")
            }
        }

        /// As a user starts it: by its path, with nothing in the environment.
        private func expectRuns(_ answer: Provisioned, _ pair: Pair) async throws {
            let output = try await Processes.live.capture(
                Command(
                    FilePath(answer.python), ["-c", "import ssl, sys; print(sys.version.split()[0])"], environment: [:])
            )
            #expect(output.standardOutput == pair.python + "\n", "\(output.standardError)")
        }

        @Test("answers through two sub-interpreters and stops", arguments: Pair.all, ["daemon", "embedded"])
        func serve(pair: Pair, mode: String) async throws {
            let cell = TestCell(pair: pair, mode: mode)
            try await withCleanUp { cleanUp in
                let served = try await SharedStore.serve(cell, cleanUp: cleanUp)
                #expect(served.cell == cell.name)
                #expect(served.urls.count == 2)
                try await expectAnswers(served, cell)

                let running = try await tool.answer(Statuses.self, "status").servers
                #expect(
                    running == [
                        .init(
                            cell: cell.name, state: "running", pid: served.pid, urls: served.urls, orphans: [],
                            startedAs: cell.name)
                    ])
                try await tool.succeed("stop", cell.name)
                #expect(try await tool.answer(Statuses.self, "status").servers.isEmpty)
                #expect(commandsUsing(tool.store) == [])
            }
        }

        private func expectAnswers(_ served: Served, _ cell: TestCell) async throws {
            var groups: Set<String> = []
            for url in served.urls {
                let page = try await HTTPProbe.live.get(url, .seconds(20))
                #expect(page.status == 200)
                let probe = try JSONDecoder().decode(Probe.self, from: Data(page.body))
                #expect(probe.pythonVersion == cell.pair.python)
                #expect(probe.realPrefix == (try Files.real(FilePath(served.pythonHome)).string))
                #expect(probe.libpython == ["\(probe.realPrefix)/lib/libpython\(cell.pair.series).so.1.0"])
                #expect(probe.modWsgiVersion == cell.pair.modWsgi)
                #expect(probe.processGroup.isEmpty == (cell.mode == "embedded"))
                groups.insert(probe.applicationGroup)
            }
            #expect(groups.count == 2, "one sub-interpreter a mount")
        }
    }
}
