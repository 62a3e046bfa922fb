import Testing

@testable import MatrixBuild

@Suite struct FirstRealErrorTests {
    private static let followUp = "make[1]: *** [Makefile:12: a.o] Error 1\nmake: *** [Makefile:3: all] Error 2\n"

    @Test(arguments: [
        ("a.c:3:1: error: unknown type name 'x'", "a compiler's error"),
        ("a.c:1:10: fatal error: Python.h: No such file or directory", "a missing header"),
        ("configure: error: no acceptable C compiler found in $PATH", "configure's error"),
        ("/usr/bin/ld: a.o: undefined reference to `PyEval_CallObject'", "an undefined symbol"),
        ("/usr/bin/ld: cannot find -lssl: No such file or directory", "a missing library"),
        ("ModuleNotFoundError: No module named 'distutils'", "a missing module"),
        ("ImportError: cannot import name 'x'", "a failed import"),
        ("gcc: fatal error: Killed signal terminated program cc1", "a killed compiler"),
        ("tar: a: Cannot write: No space left on device", "a full disk"),
    ])
    func theCauseComesBeforeWhatMakeSaysOfIt(line: String, what: String) {
        #expect(firstRealError(in: "gcc -c a.c\n\(line)\n" + Self.followUp) == line)
        // However early make's own words are.
        #expect(firstRealError(in: Self.followUp + "  \(line) \n") == line)
    }

    @Test func aFullDiskComesBeforeAllThatFollowsFromIt() {
        let output = """
            a.c:3:1: error: unknown type name 'x'
            ModuleNotFoundError: No module named 'x'
            as: a.o: No space left on device
            """
        #expect(firstRealError(in: output) == "as: a.o: No space left on device")
    }

    @Test func theFirstOfItsKindCounts() {
        #expect(firstRealError(in: "a.c:1: error: one\na.c:2: error: two\n") == "a.c:1: error: one")
    }

    @Test func makeAloneIsBetterThanNothing() {
        #expect(firstRealError(in: Self.followUp) == "make[1]: *** [Makefile:12: a.o] Error 1")
    }

    @Test(arguments: ["", "\n\n", "checking for gcc... gcc\nall is well\n", "warning: unused variable\n"])
    func nothingIsMadeUp(output: String) { #expect(firstRealError(in: output) == nil) }

    @Test func theLinkersOwnLineComesBeforeGccsRemarkAboutIt() {
        let output = "collect2: error: ld returned 1 exit status\n/usr/bin/ld: a.o: undefined reference to `Py_Init'\n"
        #expect(firstRealError(in: output) == "/usr/bin/ld: a.o: undefined reference to `Py_Init'")
    }

    @Test func ourOwnLinesOfTheLogAreNotOutput() {
        #expect(firstRealError(in: "# command: sh -c 'echo a: error: b'\n# step: make\n") == nil)
    }

    @Test func aLineOfAnyLengthIsCut() {
        let line = "a.c:1: error: " + String(repeating: "x", count: 5000)
        #expect(firstRealError(in: line)?.count == 400)
    }
}
