import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("What an Apache that is not ours gets") struct ApacheAdditionTests {
    /// A machine's Apache in `root`: its modules in `modules`, its configuration in `etc`.
    private func machine(_ root: FilePath, isDebian: Bool = true) throws -> ApacheInstallation {
        try Files.makeFolders(root.appending("modules"))
        try Files.makeFolders(root.pushing(isDebian ? "etc/mods-available" : "etc/conf.modules.d"))
        var machine = ApacheInstallation.debian
        (machine.root, machine.modulesFolder) = (root.appending("etc"), root.appending("modules"))
        return machine
    }

    @Test("is a load file in mods-available for the machine's own Apache, and beside the module for others")
    func places() async throws {
        try await withTemporaryFolder { root in
            let machine = try machine(root)
            let ours = try ApacheAddition(
                modulesFolder: root.pushing("etc/../modules"), loadFolder: nil, machine: machine)
            #expect(ours.loadFile == root.pushing("etc/mods-available/wsgimatrix.load"))
            #expect(ours.moduleLink.lastComponent == "mod_wsgi_wsgimatrix.so")
            let other = try ApacheAddition(modulesFolder: "/opt/modules", loadFolder: nil, machine: machine)
            #expect(other.loadFile == "/opt/modules/wsgimatrix.load")
            let named = try ApacheAddition(modulesFolder: "/opt/modules", loadFolder: "/opt/load", machine: machine)
            #expect(named.loadFile == "/opt/load/wsgimatrix.load")
        }
        try await withTemporaryFolder { root in
            let machine = try machine(root, isDebian: false)
            let modules = root.appending("modules")
            let addition = try ApacheAddition(modulesFolder: modules, loadFolder: nil, machine: machine)
            #expect(addition.loadFile == modules.appending("wsgimatrix.load"))
        }
    }

    /// `a2enmod` reads dependencies and conflicts from the first comments only.
    @Test("conflicts with the distribution's module and has one directive")
    func text() throws {
        let lines = try ApacheAddition.loadText(including: #"/a "store"/active/load.conf"#).split(separator: "\n")
        #expect(lines.first == "# Conflicts: wsgi wsgi_express")
        #expect(lines.filter { !$0.hasPrefix("#") } == [#"Include "/a \"store\"/active/load.conf""#])
        #expect(throws: ServerError.self) { try ApacheAddition.loadText(including: "/a*/active/load.conf") }
    }

    @Test("is not taken away while mods-enabled leads to it")
    func enabled() async throws {
        try await withTemporaryFolder { root in
            let file = root.pushing("mods-available/wsgimatrix.load")
            let link = root.pushing("mods-enabled/wsgimatrix.load")
            try Files.makeFolder(root.appending("mods-enabled"))
            try ApacheAddition.refuseEnabled(file)
            try Files.replaceSymlink(at: link, target: "../mods-available/wsgimatrix.load")
            #expect(throws: ServerError.stillEnabled(link.string)) { try ApacheAddition.refuseEnabled(file) }
            try ApacheAddition.refuseEnabled(root.pushing("elsewhere/wsgimatrix.load"))
        }
    }
}
