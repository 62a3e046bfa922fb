import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// Publishes ten files with folders and links.
func publish(into root: FilePath) async throws -> (entry: Entry, wasBuilt: Bool) {
    var inputs = BuildInputs(kind: .python)
    inputs.add("version", "3.13.5")
    return try await Store(layout: Layout(root: root), host: .current()).entry(for: inputs, label: "3.13.5") { work in
        let content = work.folder.appending("content")
        try Files.makeFolders(content.appending("lib/python3.13"))
        try Files.makeFolder(content.appending("bin"))
        try Files.writeFile(content.appending("bin/python3.13"), "#!/bin/sh\n", permissions: .sharedFolder)
        try Files.writeFile(content.appending("lib/libpython3.13.so.1.0"), "not really a library\n")
        for number in 1...8 {
            try Files.writeFile(content.appending("lib/python3.13/module\(number).py"), "number = \(number)\n")
        }
        try Files.replaceSymlink(at: content.appending("lib/libpython3.13.so"), target: "libpython3.13.so.1.0")
        try Files.replaceSymlink(at: content.appending("bin/python3"), target: "python3.13")
        return content
    }
}
