import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

struct CheckoutTests {
    /// A checkout with what a developer's has besides: a repository, an earlier build, an environment.
    private func makeCheckout(_ folder: FilePath) throws -> FilePath {
        let checkout = folder.appending("mongo-python-driver")
        for (name, text) in [
            ("setup.py", "# of the checkout\n"), ("bson/__init__.py", ""), ("pymongo/__init__.py", ""),
            ("bson/_cbson.cpython-39-x86_64-linux-gnu.so", "stale"), ("bson/__pycache__/x.pyc", "stale"),
            ("build/lib/x", "stale"), (".git/HEAD", "ref"), ("mine/pyvenv.cfg", ""), ("mine/lib/x", ""),
        ] {
            let path = checkout.pushing(FilePath(name))
            try Files.makeFolders(path.removingLastComponent())
            try Files.writeFile(path, text)
        }
        return checkout
    }

    /// Every path with its modification time and digest.
    private func state(of folder: FilePath) throws -> [String] {
        var lines: [String] = []
        try Files.walk(folder) { path, status in
            let digest = status.kind == .regular ? "\(try sha256(ofFile: folder.pushing(path)))" : ""
            lines.append("\(path) \(status.modified) \(status.permissions) \(digest)")
        }
        return lines
    }

    @Test func itIsBuiltFromACopyAndStaysAsItIs() async throws {
        try await withTemporaryFolder { folder in
            var bench = try DriverBench(folder)
            bench.build = "find . -type f | sort > \"$content/pymongo/seen\"; touch pymongo/new"
            let checkout = try makeCheckout(folder)
            let before = try state(of: checkout)
            let built = try await bench.build(.checkout(checkout.string))
            #expect(try state(of: checkout) == before)
            #expect(built.driver.description.hasPrefix("checkout-"))
            let packages = built.entry.folder
            let seen = try Files.readText(packages.appending("pymongo").appending("seen"))
            #expect(seen == "./bson/__init__.py\n./pymongo/__init__.py\n./setup.py\n")
            #expect(
                try Files.readText(packages.appending("bson").appending("__init__.py")) == "# of the checkout\n")
        }
    }

    @Test func anotherByteIsAnotherDriverAndALeftoverIsNot() async throws {
        try await withTemporaryFolder { folder in
            let bench = try DriverBench(folder)
            let checkout = try makeCheckout(folder)
            let first = try await bench.build(.checkout(checkout.string))
            try Files.writeFile(checkout.appending("bson").appending("new.so"), "stale")
            #expect(try await bench.build(.checkout(checkout.string)).entry == first.entry)
            try Files.writeFile(checkout.appending("bson").appending("new.py"), "")
            #expect(try await bench.build(.checkout(checkout.string)).driver != first.driver)
        }
    }

    @Test(arguments: ["setup.py", "bson/__init__.py"])
    func aFolderThatIsNoneIsRefused(missing: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = try DriverBench(folder)
            let checkout = try makeCheckout(folder)
            try Files.removeTree(checkout.pushing(FilePath(missing)))
            let refusal = BuildError.notACheckout(checkout, reason: "it has no `\(missing)`")
            await #expect(throws: refusal) { _ = try await bench.build(.checkout(checkout.string)) }
        }
    }
}
