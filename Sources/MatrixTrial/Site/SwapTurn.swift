import MatrixHost
import SystemPackage

/// Of several swaps that wait for each other the one that was asked for last: it overwrote the file.
struct SwapTurn {
    private let path: FilePath
    private let name: String

    init(taking path: FilePath) throws {
        self.path = path
        name = String(UInt64.random(in: .min ... .max), radix: 36)
        try Files.replaceFile(path, name)
    }

    /// Throws when somebody came later; also when the server was stopped meanwhile, which removes the file.
    func check() throws {
        guard try Files.status(path) != nil, try Files.readText(path) == name else { throw SwapError.superseded }
    }
}
