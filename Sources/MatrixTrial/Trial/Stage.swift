import MatrixHost
import MatrixStore
import SystemPackage

/// temporary
struct Stage {
    let folder: FilePath
    let application: TrialApplication
    let driver: Entry?
    let recipeFolder: FilePath

    var urlPath: String { folder.string }

    func lay(uri: String?, nonce: String) throws {
        let place = folder.appending("test").appending("mod_wsgi_test")
        try Files.makeFolders(place)
        if let driver {
            for name in try Files.listFolder(driver.folder) {
                try Files.replaceSymlink(at: folder.appending(name), target: driver.folder.appending(name))
            }
        }
        let source: FilePath =
            switch application {
            case .ours: recipeFolder.appending("apps").appending("mod_wsgi_test.py")
            case .script(let path, _), .application(let path): path
            }
        try Files.copyFile(from: source, to: place.appending("mod_wsgi_test.py"))
        try Files.writeFile(place.appending("cell.json"), "{\"uri\": \"\(uri ?? "")\", \"nonce\": \"\(nonce)\"}\n")
        try Files.normaliseModes(folder)
    }
}
