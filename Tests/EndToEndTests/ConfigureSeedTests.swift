import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild
@testable import MatrixStore

extension EndToEnd {
    /// `pyconfig.h` and the Makefile are all that sysconfig's values are made from.
    @Suite("What configure knows from a seed", .timeLimit(.minutes(15))) struct ConfigureSeedTests {
        private static let written = [
            "pyconfig.h", "Makefile", "Modules/config.c", "Modules/Setup.local", "Misc/python.pc", "config.status",
        ]

        private let recipes = FilePath(#filePath).pushing("../../../recipes").lexicallyNormalized()

        @Test("gives the same pyconfig.h and the same Makefile", arguments: Pair.all.filter { $0.modWsgi != "5.0.2" })
        func same(pair: Pair) async throws {
            try await withTemporaryFolder { root in
                let mirror = try await SharedStore.mirror(pair, in: root)
                let tarball = try #require(try Files.matches(of: "Python-*", in: mirror).first)
                let first = try await configured("first", pair, mirror.pushing(tarball), in: root)
                let second = try await configured("second", pair, mirror.pushing(tarball), in: root)
                let known = second.log.split(separator: "\n").count { $0.contains("... (cached) ") }
                // Most of autoconf's own: 2.7.18 has 272 of them, the later ones over 300.
                #expect(known > 250)
                for name in Self.written {
                    guard try Files.status(first.folder.pushing(FilePath(name))) != nil else { continue }
                    let lines = try [first, second].map { build in
                        try Files.readText(build.folder.pushing(FilePath(name)))
                            .replacing(build.folder.string, with: "SOURCE").split(separator: "\n")
                    }
                    let isSame = lines[0] == lines[1]
                    #expect(isSame, "\(name): \(Set(lines[0]).symmetricDifference(lines[1]))")
                }
                let objects = ["Objects/floatobject.o", "Modules/_weakref.o"]
                let plain = try await first.built(objects, from: ["Makefile"])
                let precompiled = try await second.built(objects, from: ["Makefile", "precompile.mk"])
                #expect(plain.headers == 0)
                #expect(precompiled.headers == objects.count)
                #expect(plain.digests == precompiled.digests)
            }
        }

        private func configured(
            _ name: String, _ pair: Pair, _ tarball: FilePath, in root: FilePath
        ) async throws -> ConfiguredFolder {
            var host = MatrixHost.Host.current()
            host.archives = .live(executable: builtBinary, processes: .live)
            host.console.note = { _ in }
            let python = try #require(PythonVersion(pair.python))
            let recipe = try CPythonRecipe(
                try Files.readText(recipes.appending("cpython.yaml")), file: "cpython.yaml")
            let answers = ToolAnswers(host: host, file: root.appending("answers"))
            let work = BuildWork(folder: root.appending(name), destination: "/nonexistent")
            try Files.makeFolder(work.folder)
            let log = root.appending("\(name).log")
            let toolchain = try await Toolchain.detect(answers)
            let build = CPythonBuild(
                python: python, options: recipe.buildOptions(for: python), tarball: tarball, work: work,
                jobs: MakeJobs(jobserver: Jobserver(tokens: 1), style: .descriptors),
                toolchain: toolchain, machineState: MachineState(machine: toolchain.machine),
                seeds: root.appending("seeds"), host: host,
                steps: try StepRunner(host: host, label: name, log: log))
            let seed = try await build.prepare()
            try await build.configure(toldBy: try seed.place())
            seed.keep()
            return ConfiguredFolder(
                folder: work.folder.appending("source"), log: try Files.readText(log), environment: build.environment,
                host: host)
        }
    }
}

/// The sources of a CPython after `configure`.
private struct ConfiguredFolder {
    let folder: FilePath
    /// What `configure` printed.
    let log: String
    let environment: [String: String]
    let host: MatrixHost.Host

    /// Makes objects by these makefiles; how often gcc took a precompiled header for them: its `-H` marks each by `!`.
    func built(
        _ objects: [String], from makefiles: [String]
    ) async throws -> (digests: [SHA256Digest], headers: Int) {
        let arguments = makefiles.flatMap { ["-f", $0] } + ["EXTRA_CFLAGS=-g0 -H"] + objects
        let output = folder.appending("made.log")
        let made = try await host.processes.run(
            Command("make", arguments, environment: environment, workingDirectory: folder), output)
        #expect(made.isSuccess)
        let lines = try Files.readText(output).split(separator: "\n")
        return (
            try objects.map { try sha256(ofFile: folder.pushing(FilePath($0))) },
            lines.count { $0.hasPrefix("! ") && $0.contains("Python.h.gch") }
        )
    }
}
