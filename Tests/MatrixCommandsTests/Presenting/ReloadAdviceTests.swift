import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite struct ReloadAdviceTests {
    private func advice(
        loadFile: FilePath? = nil, isActive: Bool = true, pythons: [String] = []
    ) throws -> ReloadAdvice {
        try ReloadAdvice(
            loadFile: loadFile, loadConf: "/s/active/load.conf", isActive: isActive,
            pythons: pythons.compactMap { PythonVersion($0) })
    }

    private let reload = ["apachectl configtest", "apachectl graceful"]

    @Test func aModuleOfDebiansIsEnabledOnce() async throws {
        try await withTemporaryFolder { root in
            let file = root.pushing("mods-available/wsgimatrix.load")
            #expect(try advice(loadFile: file).commands == ["a2enmod wsgimatrix"] + reload)
            #expect(try advice(loadFile: file).notes == [])
            try Files.makeFolder(root.appending("mods-enabled"))
            try Files.replaceSymlink(at: root.pushing("mods-enabled/wsgimatrix.load"), target: file)
            #expect(try advice(loadFile: file).commands == reload)
        }
    }

    @Test func anotherConfigurationIncludesWhatThereIs() throws {
        #expect(try advice().commands == reload)
        #expect(try advice().notes == ["Apache's configuration needs, once: Include \"/s/active/load.conf\""])
        #expect(
            try advice(loadFile: "/m/wsgimatrix.load").notes == [
                "Apache's configuration needs, once: Include \"/m/wsgimatrix.load\""
            ])
    }

    @Test func whatIsGoneMustNotBeIncluded() throws {
        #expect(try advice(isActive: false).notes.first?.contains("has to leave Apache's configuration") == true)
    }

    /// That a reload is not enough for ever, from 3.13 on, was measured.
    @Test(arguments: [(["3.13.5"], true), (["3.12.11"], false), (["3.9.2", "3.14.0t"], true), ([], false)])
    func aPythonThatLeaksAtReloadsIsTold(pythons: [String], isTold: Bool) throws {
        #expect(try advice(pythons: pythons).notes.contains { $0.contains("pthread keys") } == isTold)
    }
}
