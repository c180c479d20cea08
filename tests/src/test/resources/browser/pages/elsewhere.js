// A page may go wherever it likes; no policy forbids that.
location.href = 'http://weir.example/';
